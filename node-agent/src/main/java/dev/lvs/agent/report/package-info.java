/**
 * The report of a node: one round's findings as data for programs and people that watch the
 * cluster, and as a file for an admin on the node.
 *
 * <p>May import what a round is made of (plan, diff, model, kernel, source, text, findings of
 * checks, sights of Leases) and the API; not the loop that makes rounds, which hands over {@link
 * dev.lvs.agent.report.Findings}. The decision in it: a report on a resource is data, and text for
 * people is made from that data and read by no program.
 */
@NullMarked
package dev.lvs.agent.report;

import org.jspecify.annotations.NullMarked;
