/**
 * The compact table of destinations, which plan, desired and observed state and ownership share: a
 * director may have a hundred thousand, and an object for each key, address and entry would be most
 * of what the programs take.
 *
 * <p>May import {@code dev.lvs.ipvs} and {@code dev.lvs.net}. The decision in it: addresses and
 * ports lie in arrays of numbers, whatever else belongs to a destination in a column that has one
 * object for equal values. To everybody else it is a list, a set or a map: rows become objects when
 * they are asked for, while tables are compared, and looked into by numbers, without any.
 */
@NullMarked
package dev.lvs.ipvs.table;

import org.jspecify.annotations.NullMarked;
