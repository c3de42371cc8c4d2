/**
 * Values of what a node's kernel holds as a whole, of what it owns of that, and of what the node
 * is.
 *
 * <p>May import {@code dev.lvs.net}, {@code dev.lvs.ipvs} and the values below it: {@code ipvs} of
 * the IPVS table, {@code tunnel} of what decapsulates. The decision in it: desired and observed
 * state are the same record, and every value can express whatever a kernel can answer, also what
 * this agent would never write.
 */
@NullMarked
package dev.lvs.agent.model;

import org.jspecify.annotations.NullMarked;
