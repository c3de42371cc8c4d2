/**
 * nf_tables in bytes (net/netfilter/nf_tables_api.c): the agent's own table, and its content.
 *
 * <p>May import {@code model} and {@code netlink} of the agent and {@code dev.lvs.net} and {@code
 * dev.lvs.ipvs}. The decisions in it: the table is always written whole, in one batch that the
 * kernel takes or refuses as one, and the shape of it follows from its content alone ({@link
 * dev.lvs.agent.netlink.nft.Table}); so it can be read back completely and compared with the
 * desired one, rules and sets as well as elements. A digest kept in the table would not show that a
 * rule beside it was changed.
 */
@NullMarked
package dev.lvs.agent.netlink.nft;

import org.jspecify.annotations.NullMarked;
