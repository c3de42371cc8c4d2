/**
 * Reads YAML text to resources, where no API server is in between.
 *
 * <p>May import {@code dev.lvs.api}, {@code dev.lvs.notation}, SnakeYAML, and of Jackson the
 * annotations; reads text that it is given, never a file. The decision in it: a manifest is
 * validated against the same annotations that the CRDs are generated from, on the YAML nodes
 * themselves, so that every message has file, line and field; and one invalid document affects only
 * itself. The same walk creates the records: a process that runs on manifests loads no Jackson.
 */
@NullMarked
package dev.lvs.manifest;

import org.jspecify.annotations.NullMarked;
