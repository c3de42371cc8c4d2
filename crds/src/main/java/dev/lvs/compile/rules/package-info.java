/**
 * What must hold within one resource, whatever the rest of the world looks like.
 *
 * <p>May import {@code resolve}, {@code problem} and {@code rights}. The decision in it: the CEL
 * rules of the CRDs stand here a second time, since a directory of manifests has no API server, and
 * a test holds the two to each other.
 */
@NullMarked
package dev.lvs.compile.rules;

import org.jspecify.annotations.NullMarked;
