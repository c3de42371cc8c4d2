/**
 * From resources to node plans, in two pure steps with a value in between.
 *
 * <pre>
 * Input -> Resolver.resolve -> Resolution   every reference looked up; one that leads nowhere is data
 *       -> Compiler.compile -> Compilation  a plan per node, Problems, and facts for statuses
 * </pre>
 *
 * <p>Whoever compiles again and again ({@link dev.lvs.compile.Recompiler}) gets the same, and where
 * only weights above 0 differ, without compiling all of it: nothing but the destinations of a
 * RealServer reads its weight. Whoever lets a rule, right, allocation, problem or fact read a
 * weight otherwise than against 0 has to change that class too; RecompilerTest finds it.
 *
 * <p>Each package below has one part of that, and imports those above it only:
 *
 * <pre>
 * problem   what is wrong with a resource, and what becomes of it
 * resolve   references looked up
 * rights    what admins grant
 * rules     what must hold within one resource
 * draft     VirtualServices worked out one by one
 * allocate  what only one can have: VIPs and ports, marks, local addresses, quota
 * place     drafts and last good versions put into the plans of nodes
 * </pre>
 *
 * <p>May import {@code dev.lvs.api}, {@code dev.lvs.net}, {@code dev.lvs.ipvs} and Fabric8's model
 * of core resources; no client, no clock, no file. The decision in it: what a resource says is
 * either in force as a whole or refused as a whole, and a refused one keeps what its last good
 * version programmed ({@link dev.lvs.compile.place.CarryOver}), as far as the rights stand that
 * gave it ({@link dev.lvs.compile.allocate.HeldBefore}); nothing here depends on the order of the
 * input.
 */
@NullMarked
package dev.lvs.compile;

import org.jspecify.annotations.NullMarked;
