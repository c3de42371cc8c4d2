/** Tests of what manifests are made of other programs' configurations. */
@NullMarked
package dev.lvs.tool.convert;

import org.jspecify.annotations.NullMarked;
