@NullMarked
package dev.lvs.ipvs;

import org.jspecify.annotations.NullMarked;
