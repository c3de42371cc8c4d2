/**
 * The node's interfaces and addresses, as planning asks for them: who holds an address, which
 * interface leads to one, which cannot be a VIP, where rp_filter has to be loose.
 *
 * <p>May import {@code plan.draft} beside what that imports.
 */
@NullMarked
package dev.lvs.agent.plan.network;

import org.jspecify.annotations.NullMarked;
