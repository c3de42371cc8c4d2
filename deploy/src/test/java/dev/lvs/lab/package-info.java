/** The lab's own proof, with tables that ipvsadm programmed: without an agent, with packets. */
@NullMarked
package dev.lvs.lab;

import org.jspecify.annotations.NullMarked;
