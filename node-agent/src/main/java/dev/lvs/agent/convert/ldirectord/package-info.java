/**
 * ldirectord.cf, as ldirectord of resource-agents reads it.
 *
 * <p>May import {@code convert}, {@code model} and {@code dev.lvs.net}. The decisions in it: what
 * ldirectord would tell ipvsadm while all real servers are up is what counts; a wrong line, at
 * which ldirectord does not start, is told and passed over; and no name is ever resolved.
 */
@NullMarked
package dev.lvs.agent.convert.ldirectord;

import org.jspecify.annotations.NullMarked;
