/**
 * What the API server makes of the committed CRDs: rules, defaults, merging, columns, explanations.
 *
 * <p>May import everything; nothing imports it but tests.
 *
 * <p>The decision in it: each CEL rule has a line in {@code rules.txt}, with a spec that it
 * accepts, one that it refuses, and what it says then. A rule without a line fails the test.
 */
@NullMarked
package dev.lvs.deploy.api;

import org.jspecify.annotations.NullMarked;
