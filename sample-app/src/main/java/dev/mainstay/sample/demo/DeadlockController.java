package dev.mainstay.sample.demo;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Two requests that deadlock in the database when they are made at the same time. Both
 * are answered all the same: the one that the database turns down is tried again.
 */
@RestController
@RequestMapping("/demo/deadlock")
class DeadlockController {

	private final Pantry pantry;

	DeadlockController(Pantry pantry) {
		this.pantry = pantry;
	}

	@PostMapping("/left-to-right")
	Jars leftToRight() throws InterruptedException {
		return this.pantry.move("left-to-right", Side.LEFT, Side.RIGHT);
	}

	@PostMapping("/right-to-left")
	Jars rightToLeft() throws InterruptedException {
		return this.pantry.move("right-to-left", Side.RIGHT, Side.LEFT);
	}

}
