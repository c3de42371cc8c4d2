/**
 * Finds out which real servers work: turns the checks of a plan into probes, counts their results,
 * and says for each destination of each virtual service whether it is up or down.
 *
 * <p>May import {@code probe}, {@link dev.lvs.agent.situation.Health}, the API's records and the
 * address types. The decisions in it: results are counted by {@link dev.lvs.agent.health.Standing},
 * a pure value; a probe that failed because of this node is not counted; and a server that several
 * services check alike is probed once.
 */
@NullMarked
package dev.lvs.agent.health;

import org.jspecify.annotations.NullMarked;
