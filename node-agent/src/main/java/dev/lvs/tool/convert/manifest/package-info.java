/**
 * Manifests made from what was read: typed specs, their names, and the comments that keep what they
 * do not say.
 *
 * <p>May import {@code convert.read} and the writer of YAML, beside what {@code convert.read}
 * imports.
 */
@NullMarked
package dev.lvs.tool.convert.manifest;

import org.jspecify.annotations.NullMarked;
