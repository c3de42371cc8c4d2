/**
 * What an admin would type or see: changes as {@code ipvsadm}, {@code ip} and {@code sysctl} lines,
 * and the IPVS table as {@code ipvsadm -Ln} shows it.
 *
 * <p>May import {@code model}, the IPVS values of {@code netlink.ipvs} and {@code dev.lvs.net} and
 * {@code dev.lvs.ipvs}. The decision in it: the words and the order of words are those of ipvsadm
 * 1.31, quirks of its lists included, so that what people compare by eye or by diff is the same.
 */
@NullMarked
package dev.lvs.agent.text;

import org.jspecify.annotations.NullMarked;
