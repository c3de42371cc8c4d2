/**
 * The generic netlink family IPVS: its messages as values of the model, both ways.
 *
 * <p>Imports {@code netlink}, {@code model}, {@code dev.lvs.net}, {@code dev.lvs.ipvs} and its
 * table; it sends nothing. The decision in it: a dump is read into one reused entry per kind, which
 * becomes a record only on request, because a node may have a hundred thousand destinations of
 * which two changed.
 */
@NullMarked
package dev.lvs.agent.netlink.ipvs;

import org.jspecify.annotations.NullMarked;
