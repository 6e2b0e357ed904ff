/**
 * @param share Part of the GPU's time; over 1 where work overlaps.
 * @returns In per cent; what is above zero never reads as 0.
 */
export function formatShare(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}
