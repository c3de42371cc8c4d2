/**
 * Mistakes of users and admins, in the terms of their manifests; collected, never thrown.
 *
 * <p>May import {@code dev.lvs.api}. The decision in it: a problem names its resource, field,
 * {@link dev.lvs.compile.problem.Reason} and remedy, and states the effect on the resource ({@link
 * dev.lvs.compile.problem.Consequence}); the set of them does not depend on the order of finding.
 */
@NullMarked
package dev.lvs.compile.problem;

import org.jspecify.annotations.NullMarked;
