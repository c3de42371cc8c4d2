/**
 * Tests of the committed CRDs on an API server: rules, defaults, merging, columns, explanations.
 *
 * <p>May import everything; nothing imports it but tests.
 *
 * <p>The decision in it: each CEL rule has a line in {@code rules.txt}, with a spec that it
 * accepts, one that it refuses, and the message of the refusal. A rule without a line fails the
 * test.
 */
@NullMarked
package dev.lvs.deploy.api;

import org.jspecify.annotations.NullMarked;
