/**
 * Values of the IPVS table: virtual servers, destinations, their settings and counters.
 *
 * <p>May import {@code dev.lvs.net}, {@code dev.lvs.ipvs} and {@code dev.lvs.ipvs.table} and no
 * other package of the project. The decision in it: an entry is its key, its settings and its
 * observation apart. Where there may be a hundred thousand, they lie in the compact table.
 */
@NullMarked
package dev.lvs.agent.model.ipvs;

import org.jspecify.annotations.NullMarked;
