/**
 * Compiles resources to node plans, in two pure steps with a value in between.
 *
 * <pre>
 * Input -> Resolver.resolve -> Resolution   every reference looked up; one that leads nowhere is data
 *       -> Compiler.compile -> Compilation  a plan per node, Problems, and facts for statuses
 * </pre>
 *
 * <p>{@link dev.lvs.compile.Recompiler} compiles one input after another to the same result,
 * incrementally where only weights above 0 differ: nothing but the destinations of a RealServer
 * reads its weight. If a rule, right, allocation, problem or fact is to read a weight other than by
 * comparison with 0, that class has to change too; RecompilerTest detects it.
 *
 * <p>Each package below has one part of that, and imports those above it only:
 *
 * <pre>
 * problem   mistakes in a resource, and their effect on it
 * resolve   references looked up
 * rights    current grants of admins
 * rules     validation of one resource by itself
 * draft     VirtualServices compiled one by one
 * allocate  what is exclusive or limited: VIPs and ports, marks, local addresses, quota
 * place     drafts and last good versions put into the plans of nodes
 * </pre>
 *
 * <p>May import {@code dev.lvs.api}, {@code dev.lvs.net}, {@code dev.lvs.ipvs} and Fabric8's model
 * of core resources; no client, no clock, no file. The decision in it: a resource is either in
 * force as a whole or refused as a whole, and a refused one keeps what its last good version
 * programmed ({@link dev.lvs.compile.place.CarryOver}), as far as the rights that allowed it are
 * still granted ({@link dev.lvs.compile.allocate.HeldBefore}); nothing here depends on the order of
 * the input.
 */
@NullMarked
package dev.lvs.compile;

import org.jspecify.annotations.NullMarked;
