/**
 * What an admin would type to make a change: {@code ipvsadm}, {@code ip}, {@code nft} and {@code
 * sysctl} lines, for the log, dry runs and tests.
 *
 * <p>May import {@code model}, the IPVS values of {@code netlink.ipvs}, {@code dev.lvs.net} and
 * {@code dev.lvs.ipvs}. The decision in it: the words and the order of words are those of ipvsadm
 * 1.31.
 */
@NullMarked
package dev.lvs.agent.text;

import org.jspecify.annotations.NullMarked;
