/**
 * The IPVS table for people: as {@code ipvsadm -Ln} and {@code ipvsadm -Sn} show it, with the
 * health of its real servers, and as JSON and YAML.
 *
 * <p>May import {@code agent.model}, {@code agent.kernel.ipvs}, the IPVS values of {@code
 * netlink.ipvs}, what the agent reports and {@code dev.lvs.net}. The decision in it: the wording
 * and the order of columns are those of ipvsadm 1.31, quirks of its lists included, so that what
 * people compare by eye or by diff is the same.
 */
@NullMarked
package dev.lvs.tool.list;

import org.jspecify.annotations.NullMarked;
