/** Tests of planning, from plans and facts as a test writes them down. */
@NullMarked
package dev.lvs.agent.plan;

import org.jspecify.annotations.NullMarked;
