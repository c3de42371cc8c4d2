/**
 * From what balances already to manifests: the configurations of other programs, and the running
 * kernel.
 *
 * <pre>
 * text, or a table -> Configuration        each source has a package of its own below this one
 *                  -> Converter -> Conversion   manifests, and a Notice for whatever is not in them
 * </pre>
 *
 * <p>May import {@code model}, {@code plan}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}, the
 * compiler, what it makes, and the manifests' reader; reads no file and asks no kernel. The
 * decisions in it: a source says what the kernel's table is to be, in the words of {@code model},
 * so that all sources become manifests the same way; and the manifests are read, compiled and
 * planned before anybody gets them, so what this version does not accept, or would make something
 * else of, is found where it is decided, is left out, and comes back as a notice.
 */
@NullMarked
package dev.lvs.tool.convert;

import org.jspecify.annotations.NullMarked;
