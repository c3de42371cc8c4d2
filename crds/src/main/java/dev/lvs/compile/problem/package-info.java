/**
 * What users and admins got wrong, said in their words and collected, never thrown.
 *
 * <p>May import {@code dev.lvs.api}. The decision in it: a problem names its resource, field,
 * {@link dev.lvs.compile.problem.Reason} and remedy, and says what becomes of the resource ({@link
 * dev.lvs.compile.problem.Consequence}); the set of them does not depend on the order of finding.
 */
@NullMarked
package dev.lvs.compile.problem;

import org.jspecify.annotations.NullMarked;
