/**
 * Tests of the whole system: the operator on a real API server, and with the agents in a real
 * kernel.
 *
 * <p>May import everything.
 *
 * <p>The decision in it: what Kubernetes does is never imitated. Where no agent runs, {@link
 * dev.lvs.deploy.ReportingNodes} writes what an agent would report, as an agent would write it.
 */
@NullMarked
package dev.lvs.deploy;

import org.jspecify.annotations.NullMarked;
