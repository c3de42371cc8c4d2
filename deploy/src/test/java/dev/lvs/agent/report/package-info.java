/**
 * Tests of the agent's report against what the operator reads in it. In the agent's package,
 * because a report is made there and nowhere else.
 */
@NullMarked
package dev.lvs.agent.report;

import org.jspecify.annotations.NullMarked;
