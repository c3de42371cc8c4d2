/**
 * ldirectord.cf, as ldirectord of resource-agents reads it.
 *
 * <p>May import {@code convert}, {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}, and
 * {@code saved} for names. The decisions in it: the result is what ldirectord would set by ipvsadm
 * while all real servers are up; a wrong line, with which ldirectord does not start, is reported
 * and skipped; and names are those of /etc/hosts and /etc/services, as in a saved table.
 */
@NullMarked
package dev.lvs.tool.convert.ldirectord;

import org.jspecify.annotations.NullMarked;
