//! The outlines of the countries of the shipped region, in degrees. Made with Natural Earth (1:50m, public domain).

use std::sync::LazyLock;

use serde::Deserialize;

/// A place in degrees: east, then north.
pub type Degrees = (f64, f64);

/// A country's outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// Its name in English.
    pub name: String,
    /// Its outer borders and the borders of what lies in it.
    pub rings: Vec<Vec<Degrees>>,
    /// Its corners: south-west and north-east.
    corners: (Degrees, Degrees),
}

impl Country {
    /// Whether a place lies in it: a line from there to the east crosses its borders an odd number of times.
    pub fn contains(&self, (x, y): Degrees) -> bool {
        let ((west, south), (east, north)) = self.corners;
        if x < west || x > east || y < south || y > north {
            return false;
        }
        let mut inside = false;
        for ring in &self.rings {
            for pair in ring.windows(2) {
                if let [a, b] = pair
                    && (a.1 > y) != (b.1 > y)
                    && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
                {
                    inside = !inside;
                }
            }
        }
        inside
    }
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
}

#[derive(Deserialize)]
struct Geometry {
    coordinates: Vec<Vec<Vec<Degrees>>>,
}

/// The countries of the region; read when the map is shown for the first time.
pub static REGION: LazyLock<Vec<Country>> = LazyLock::new(|| {
    // A test reads it: it is whole.
    let read = serde_json::from_str::<Collection>(include_str!("../../assets/region.geojson"));
    let features = read.map(|collection| collection.features).unwrap_or_default();
    features
        .into_iter()
        .map(|feature| {
            let rings: Vec<Vec<Degrees>> = feature.geometry.coordinates.into_iter().flatten().collect();
            let all = || rings.iter().flatten();
            let least = (f64::INFINITY, f64::INFINITY);
            let west_south = all().fold(least, |to, at| (to.0.min(at.0), to.1.min(at.1)));
            let east_north = all().fold((-least.0, -least.1), |to, at| (to.0.max(at.0), to.1.max(at.1)));
            Country { name: feature.properties.name, corners: (west_south, east_north), rings }
        })
        .collect()
});

/// A city for finding one's way on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct City {
    /// Its name in English.
    pub name: &'static str,
    /// Where it is.
    pub place: Degrees,
}

/// So many of the [`CITIES`] are capitals, which stand first.
pub const CAPITALS: usize = 5;

/// The cities of the region, those first that are named first where there is little room: capitals, then large ones and
/// those near the border. Places by Natural Earth (public domain), to a hundredth of a degree.
pub const CITIES: &[City] = &[
    City { name: "Minsk", place: (27.56, 53.90) },
    City { name: "Vilnius", place: (25.28, 54.69) },
    City { name: "Warsaw", place: (21.01, 52.23) },
    City { name: "Kyiv", place: (30.52, 50.45) },
    City { name: "Riga", place: (24.11, 56.95) },
    City { name: "Brest", place: (23.73, 52.10) },
    City { name: "Grodno", place: (23.83, 53.68) },
    City { name: "Vitebsk", place: (30.20, 55.19) },
    City { name: "Gomel", place: (30.99, 52.44) },
    City { name: "Mogilev", place: (30.33, 53.90) },
    City { name: "Daugavpils", place: (26.54, 55.87) },
    City { name: "Białystok", place: (23.17, 53.13) },
    City { name: "Smolensk", place: (32.04, 54.78) },
    City { name: "Kaunas", place: (23.90, 54.90) },
    City { name: "Lublin", place: (22.57, 51.25) },
    City { name: "Chernihiv", place: (31.29, 51.50) },
    City { name: "Pinsk", place: (26.10, 52.12) },
    City { name: "Baranavichy", place: (26.02, 53.13) },
    City { name: "Polotsk", place: (28.77, 55.49) },
    City { name: "Lutsk", place: (25.33, 50.75) },
    City { name: "Rivne", place: (26.25, 50.62) },
];

/// A stretch of the earth on a raster of dots, each as wide as high on the ground in its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    middle: Degrees,
    /// Degrees of latitude a dot.
    scale: f64,
    dots: (i32, i32),
}

impl Window {
    /// All of some places with a margin around them; `None` where there is none.
    pub fn around(places: &[Degrees], dots: (i32, i32)) -> Option<Self> {
        let fold = |pick: fn(&Degrees) -> f64| {
            let values = || places.iter().map(pick);
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
        };
        let ((west, east), (south, north)) = (fold(|place| place.0), fold(|place| place.1));
        if !(west <= east && south <= north) || dots.0 < 2 || dots.1 < 2 {
            return None;
        }
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        let wide = (east - west) * middle.1.to_radians().cos() / f64::from(dots.0);
        let high = (north - south) / f64::from(dots.1);
        // A tenth around it, and never closer than a place is known.
        Some(Self { middle, scale: (wide.max(high) * 1.2).max(0.002), dots })
    }

    /// The same, so many times closer around a place.
    #[must_use]
    pub fn closer(self, times: u8, around: Degrees) -> Self {
        Self { middle: around, scale: self.scale / f64::from(1u32 << times.min(8)), ..self }
    }

    /// The same, moved by so many eighths of what is in view, to the east and to the south.
    #[must_use]
    pub fn moved(self, (east, south): (i16, i16)) -> Self {
        let eighth = |dots: i32, steps: i16| f64::from(dots) / 8.0 * self.scale * f64::from(steps);
        let east = eighth(self.dots.0, east) / self.middle.1.to_radians().cos();
        let middle = (self.middle.0 + east, self.middle.1 - eighth(self.dots.1, south));
        Self { middle: (middle.0.clamp(-180.0, 180.0), middle.1.clamp(-80.0, 80.0)), ..self }
    }

    /// The place of a dot.
    pub fn place(&self, dot: (i32, i32)) -> Degrees {
        let from_middle = |dot: i32, of: i32| f64::from(dot - of / 2) * self.scale;
        let east = from_middle(dot.0, self.dots.0) / self.middle.1.to_radians().cos();
        (self.middle.0 + east, self.middle.1 - from_middle(dot.1, self.dots.1))
    }

    /// The dot of a place; it may lie outside.
    pub fn dot(&self, place: Degrees) -> (i32, i32) {
        let x = (place.0 - self.middle.0) * self.middle.1.to_radians().cos() / self.scale;
        let y = (self.middle.1 - place.1) / self.scale;
        // Far outside is as good as a little outside.
        let whole = |value: f64| value.clamp(-1e6, 1e6).round();
        #[allow(clippy::cast_possible_truncation, reason = "kept within a million")]
        let dot = |value: f64, of: i32| whole(value) as i32 + of / 2;
        (dot(x, self.dots.0), dot(y, self.dots.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_has_belarus_and_its_neighbours() {
        let names: Vec<&str> = REGION.iter().map(|country| country.name.as_str()).collect();
        for name in ["Belarus", "Poland", "Lithuania", "Latvia", "Ukraine", "Russia"] {
            assert!(names.contains(&name), "{names:?}");
        }
        assert!(REGION.iter().all(|country| country.rings.iter().all(|ring| ring.len() > 3)));
    }

    #[test]
    fn every_city_lies_in_a_country_of_the_region_and_is_named_once() {
        let countries = |city: &City| REGION.iter().filter(|it| it.contains(city.place)).count();
        for city in CITIES {
            assert_eq!(countries(city), 1, "{}", city.name);
            assert_eq!(CITIES.iter().filter(|other| other.name == city.name).count(), 1);
        }
    }

    #[test]
    fn a_city_lies_in_its_country_and_in_no_other() {
        for (city, place) in
            [("Belarus", (27.56, 53.9)), ("Lithuania", (25.28, 54.69)), ("Latvia", (24.1, 56.9))]
        {
            let of: Vec<&str> =
                REGION.iter().filter(|it| it.contains(place)).map(|it| it.name.as_str()).collect();
            assert_eq!(of, [city]);
        }
    }

    #[test]
    fn a_window_shows_all_its_places_and_north_is_up() {
        let places = [(23.5, 51.5), (32.7, 56.1), (26.0, 53.0)];
        let window = Window::around(&places, (100, 80)).unwrap();
        for place in places {
            let (x, y) = window.dot(place);
            assert!((0..100).contains(&x) && (0..80).contains(&y), "{place:?}: {x} {y}");
        }
        assert!(window.dot((28.0, 55.0)).1 < window.dot((28.0, 52.0)).1);
        assert_eq!(window.closer(2, places[2]).dot(places[2]), (50, 40));
        assert_eq!(window.dot(window.place((13, 57))), (13, 57));
        assert!(Window::around(&[], (100, 80)).is_none());
    }
}
