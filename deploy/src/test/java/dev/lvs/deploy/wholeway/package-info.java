/**
 * The part of the whole-way test that plays inside the lab's kernel.
 *
 * <p>May import the lab and the API records. The decision in it: the API server and the operator
 * stay outside, where they are fast; whoever asks, changes and measures stands inside, so that one
 * clock spans the way from the API server to the kernel.
 */
@NullMarked
package dev.lvs.deploy.wholeway;

import org.jspecify.annotations.NullMarked;
