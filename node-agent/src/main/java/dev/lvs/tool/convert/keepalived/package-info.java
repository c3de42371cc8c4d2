/**
 * keepalived.conf(5), as keepalived 2.2.7 reads it.
 *
 * <pre>
 * files -> LineReader   comments, includes, conditions, parameters, ~SEQ and ~LST
 *       -> BlockParser  words and braces: a tree of Statements
 *       -> the readers  one for each kind of block
 * </pre>
 *
 * <p>May import {@code convert}, {@code model} and {@code dev.lvs.net} and {@code dev.lvs.ipvs}.
 * The decision in it: the result follows what keepalived would program, so its defaults, its order
 * of evaluation and its corrections of wrong values are followed, and each correction becomes a
 * notice.
 */
@NullMarked
package dev.lvs.tool.convert.keepalived;

import org.jspecify.annotations.NullMarked;
