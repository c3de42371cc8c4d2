/**
 * The commands that ipvsadm has too: what they do with the IPVS table of this network namespace.
 *
 * <p>May import the agent, {@code tool.list} and {@code tool.saved}. The decision in it: they work
 * on the whole table, whoever made it, and know nothing of plans; {@code clear} alone asks the
 * ledger what is an agent's own.
 */
@NullMarked
package dev.lvs.tool.cli.table;

import org.jspecify.annotations.NullMarked;
