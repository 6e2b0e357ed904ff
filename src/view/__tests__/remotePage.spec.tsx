/**
 * @jest-environment-options {"url": "https://hub.example.org/user/ada/lab"}
 */
import { cleanup, render } from '@testing-library/react';
import { makeReport, trans } from '../../model/__tests__/samples';
import { createElement } from '../element';
import { FactsSection } from '../factsSection';

afterEach(cleanup);

it('says whose machine it is where the page comes over a network', () => {
  const { container } = render(
    <FactsSection report={makeReport()} host={null} open={true} trans={trans} />
  );
  expect(container.textContent).toContain('the kernel’s machine');
});
