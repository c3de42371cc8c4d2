/**
 * The agent's nftables table.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.nft}. The
 * decision in it: the table is replaced whole, in one transaction.
 */
@NullMarked
package dev.lvs.agent.kernel.nft;

import org.jspecify.annotations.NullMarked;
