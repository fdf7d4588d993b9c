package dev.mainstay.sample.demo;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The cookbook over HTTP: with a query for each recipe, or repaired.
 */
@RestController
class CookbookController {

	private final Cookbook cookbook;

	CookbookController(Cookbook cookbook) {
		this.cookbook = cookbook;
	}

	@GetMapping("/demo/cookbook")
	List<CookbookEntry> print(@RequestParam(defaultValue = "false") boolean fixed) {
		return fixed ? this.cookbook.printAtOnce() : this.cookbook.printOneByOne();
	}

}
