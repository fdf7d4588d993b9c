package dev.mainstay.sample.menu;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Menus over HTTP.
 */
@RestController
class MenuController {

	private final MenuService menus;

	MenuController(MenuService menus) {
		this.menus = menus;
	}

	@PostMapping("/menus")
	ResponseEntity<MenuDetails> generate(@RequestBody @Valid NewMenu wanted) {
		MenuDetails menu = this.menus.generate(wanted);
		return ResponseEntity.created(location(menu.id())).body(menu);
	}

	@GetMapping("/menus/{id}")
	MenuDetails details(@PathVariable long id) {
		return this.menus.details(id);
	}

	@GetMapping("/customers/{customerId}/menus")
	List<MenuSummary> newestOf(@PathVariable long customerId) {
		return this.menus.newestOf(customerId);
	}

	private URI location(long id) {
		return ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build(id);
	}

}
