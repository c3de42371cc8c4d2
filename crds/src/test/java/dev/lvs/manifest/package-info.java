/** Tests of reading manifests: every file of examples/, wrong ones by line and field, and noise. */
@NullMarked
package dev.lvs.manifest;

import org.jspecify.annotations.NullMarked;
