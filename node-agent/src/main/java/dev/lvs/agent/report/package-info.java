/**
 * The report of a node: one round's findings made into data for whoever programs or watches the
 * cluster, and into a file for whoever stands at the node.
 *
 * <p>May import what a round is made of (plan, diff, model, kernel, source, text) and the API; not
 * the loop that makes rounds, which hands over {@link dev.lvs.agent.report.Findings}. The decision
 * in it: what is said of a resource is said as data, and text for people is made from that data and
 * read by no program.
 */
@NullMarked
package dev.lvs.agent.report;

import org.jspecify.annotations.NullMarked;
