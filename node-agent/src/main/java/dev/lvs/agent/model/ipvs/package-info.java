/**
 * Values of the IPVS table: virtual servers, destinations, their settings and counters.
 *
 * <p>May import {@code dev.lvs.net} and {@code dev.lvs.ipvs} and no other package of the project.
 * The decision in it: an entry is its key, its settings and its observation apart, and equal maps
 * of destinations are one object, because thousands of services share them.
 */
@NullMarked
package dev.lvs.agent.model.ipvs;

import org.jspecify.annotations.NullMarked;
