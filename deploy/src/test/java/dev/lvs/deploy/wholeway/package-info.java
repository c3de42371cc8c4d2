/**
 * The part of the whole-way test that runs inside the lab's kernel.
 *
 * <p>May import the lab and the API records. The decision in it: the API server and the operator
 * stay outside, where they are fast; clients, changes and measurements run inside, so that one
 * clock covers the way from the API server to the kernel.
 */
@NullMarked
package dev.lvs.deploy.wholeway;

import org.jspecify.annotations.NullMarked;
