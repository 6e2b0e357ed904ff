// What `jupyter-builder` merges into its own configuration of Rspack; docs/design.md
// says what each part saves.
const fs = require('fs');
const path = require('path');
const { WPPlugin } = require('@jupyter/builder/lib/webpack-plugins');
const { rspack } = require('@rspack/core');

/** The oldest browsers of the language level in tsconfig.json, ES2022. */
const BROWSERS = ['chrome >= 94', 'firefox >= 93', 'safari >= 16.4'];

// Read anew: the builder has taken out of its own copy what is not shared.
const packageOf = folder =>
  JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
const folderOf = name => path.join(__dirname, 'node_modules', name);

/** Packages of others that are bundled: those that are not shared, and what they need. */
const BUNDLED = Object.keys(
  packageOf(__dirname).jupyterlab.sharedPackages
).flatMap(name => [
  name,
  ...Object.keys(packageOf(folderOf(name)).dependencies ?? {})
]);

/**
 * Style sheets as a CSS file, which is waited for as for JavaScript. The builder's
 * own rule for them, which this replaces, has JavaScript carry them as text.
 */
class StyleSheets {
  apply(compiler) {
    const { rules } = compiler.options.module;
    const theirs = rules.findIndex(({ use }) => use?.includes('style-loader'));
    if (theirs < 0) {
      throw new Error('jupyter-builder loads styles in another way by now');
    }
    rules.splice(theirs, 1, { test: /\.css$/, type: 'css' });
  }
}

const script = new rspack.SwcJsMinimizerRspackPlugin({
  minimizerOptions: {
    ecma: 2022,
    compress: { ecma: 2022, passes: 4, unsafe_arrows: true },
    // Private members: none of these names is a key of a message, a file or a node.
    mangle: { props: { regex: '^_[a-zA-Z]{2,}' } }
  }
});

const styles = new rspack.LightningCssMinimizerRspackPlugin({
  minimizerOptions: { targets: BROWSERS }
});

// The builder's own list of licences sees no package that has become one module with ours.
const licences = new WPPlugin.JSONLicenseWebpackPlugin({
  excludedPackageTest: name => name === 'devicelab',
  additionalModules: BUNDLED.map(name => ({
    name,
    directory: folderOf(name)
  }))
});

module.exports = {
  optimization: { splitChunks: false, minimizer: [script, styles] },
  plugins: [new StyleSheets(), licences]
};
