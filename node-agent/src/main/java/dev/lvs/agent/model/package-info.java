/**
 * Values of what a node's kernel holds: virtual servers, destinations, VIPs, sysctls, tunnel
 * devices, and the changes that lead from one state to another.
 *
 * <p>May import {@code dev.lvs.net} and {@code dev.lvs.ipvs} and no other package of the project.
 * The decision in it: desired and observed state are the same record, and every value can express
 * whatever a kernel can answer, also what this agent would never write.
 */
@NullMarked
package dev.lvs.agent.model;

import org.jspecify.annotations.NullMarked;
