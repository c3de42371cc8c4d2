/**
 * IPVS tables: the text of {@code ipvsadm -S}, and the running kernel.
 *
 * <p>May import {@code convert}, {@code saved}, {@code model}, {@code dev.lvs.net} and {@code
 * dev.lvs.ipvs} and the values of {@code netlink.ipvs}. The decision in it: each virtual server
 * becomes a VirtualService of its own, since a table does not say which of them belong together.
 */
@NullMarked
package dev.lvs.tool.convert.table;

import org.jspecify.annotations.NullMarked;
