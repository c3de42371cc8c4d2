/**
 * FULLNAT: the local addresses of a director, and the ports of VIPs whose senders are rewritten to
 * them.
 *
 * <p>May import {@code plan.draft} and {@code plan.network} beside what these import.
 */
@NullMarked
package dev.lvs.agent.plan.fullnat;

import org.jspecify.annotations.NullMarked;
