/**
 * From YAML text to resources, for those who have no API server in between.
 *
 * <p>May import {@code dev.lvs.api}, {@code dev.lvs.notation}, SnakeYAML, and of Jackson the
 * annotations; reads text that it is given, never a file. The decision in it: a manifest is held to
 * the same annotations that the CRDs are generated from, on the YAML nodes themselves, so that
 * every message has file, line and field; and one wrong document costs only itself. The same walk
 * makes the records: whoever runs on manifests carries no Jackson in memory.
 */
@NullMarked
package dev.lvs.manifest;

import org.jspecify.annotations.NullMarked;
