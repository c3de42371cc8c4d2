/**
 * JSON and YAML text of maps, lists, texts, numbers and truth values.
 *
 * <p>May import the JDK's core only. The decisions in it: one writer serves whoever keeps, shows or
 * converts something, so that a text is quoted in one way; and it is no library's, because a list
 * should be on the screen before a library is loaded. What else a document holds is made plain by
 * whoever writes it, one value at a time, so that a large one is never in memory twice.
 */
@NullMarked
package dev.lvs.notation;

import org.jspecify.annotations.NullMarked;
