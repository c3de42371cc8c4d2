/**
 * Commands that ipvsadm has too, on the IPVS table of this network namespace.
 *
 * <p>May import the agent, {@code tool.list} and {@code tool.saved}. The decision in it: they work
 * on the whole table, whoever made it, and know nothing of plans; {@code clear} alone asks the
 * ledger which entries an agent owns.
 */
@NullMarked
package dev.lvs.tool.cli.table;

import org.jspecify.annotations.NullMarked;
