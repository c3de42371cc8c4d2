/**
 * From resources to node plans, in two pure steps with a value in between.
 *
 * <pre>
 * Input -> Resolver.resolve -> Resolution   every reference looked up; one that leads nowhere is data
 *       -> Compiler.compile -> Compilation  a plan per node, Problems, and facts for statuses
 * </pre>
 *
 * <p>May import {@code dev.lvs.api.v1alpha1}, {@code dev.lvs.net} and {@code dev.lvs.ipvs} and
 * Fabric8's model of core resources; no client, no clock, no file. The decision in it: what a
 * resource says is either in force as a whole or refused as a whole, and a refused one keeps what
 * its last good version programmed ({@link dev.lvs.compile.CarryOver}), as far as the rights stand
 * that gave it ({@link dev.lvs.compile.HeldBefore}); nothing here depends on the order of the
 * input.
 */
@NullMarked
package dev.lvs.compile;

import org.jspecify.annotations.NullMarked;
