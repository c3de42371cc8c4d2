/**
 * Conversion to manifests from existing balancers: the configurations of other programs, and the
 * running kernel.
 *
 * <pre>
 * text, or a table -> Configuration        each source has a package of its own below this one
 *                  -> Converter -> Conversion   manifests, and a Notice for whatever is not in them
 * </pre>
 *
 * <p>What was read is in {@code convert.read}, manifests are made in {@code convert.manifest}; this
 * package leads from the one to the other, and has the result accepted.
 *
 * <p>May import {@code model}, {@code plan}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}, the
 * compiler, what it makes, and the manifests' reader; reads no file and asks no kernel. The
 * decisions in it: a source says what the kernel's table is to be, in the words of {@code model},
 * so that all sources become manifests the same way; and the manifests are read, compiled and
 * planned before anybody gets them, so settings that this version does not accept, or would program
 * differently, are found by the code that decides on them, are left out, and are returned as
 * notices.
 */
@NullMarked
package dev.lvs.tool.convert;

import org.jspecify.annotations.NullMarked;
