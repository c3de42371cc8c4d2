@NullMarked
package dev.lvs.compile.place;

import org.jspecify.annotations.NullMarked;
