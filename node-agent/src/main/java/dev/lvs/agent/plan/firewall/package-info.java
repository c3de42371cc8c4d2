/**
 * Firewalls of other programs: whether their chains accept the packets of a plan, and the command
 * that makes them.
 *
 * <p>May import {@code plan.fullnat} and {@code plan.probe}, which know the packets. It plans
 * nothing: rules of others are not changed, but told.
 */
@NullMarked
package dev.lvs.agent.plan.firewall;

import org.jspecify.annotations.NullMarked;
