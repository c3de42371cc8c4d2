/**
 * ldirectord.cf, as ldirectord of resource-agents reads it.
 *
 * <p>May import {@code convert}, {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}, and
 * {@code saved} for names. The decisions in it: what ldirectord would tell ipvsadm while all real
 * servers are up is what counts; a wrong line, at which ldirectord does not start, is told and
 * passed over; and names are those of /etc/hosts and /etc/services, as in a saved table.
 */
@NullMarked
package dev.lvs.tool.convert.ldirectord;

import org.jspecify.annotations.NullMarked;
