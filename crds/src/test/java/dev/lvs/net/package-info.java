/** Tests of addresses. */
@NullMarked
package dev.lvs.net;

import org.jspecify.annotations.NullMarked;
