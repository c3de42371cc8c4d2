/**
 * JSON and YAML text of maps, lists, texts, numbers and truth values.
 *
 * <p>May import the JDK's core only. The decisions in it: one writer serves all code that stores,
 * shows or converts something, so that a text is quoted in one way; and it uses no library, because
 * a list should be printed before a library is loaded. Other values are converted by the caller,
 * one at a time, so that a large document is never in memory twice.
 */
@NullMarked
package dev.lvs.notation;

import org.jspecify.annotations.NullMarked;
