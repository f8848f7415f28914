fn main() {
    let p = std::env::args().nth(1).unwrap();
    let l = beltui::store::load::load(std::path::Path::new(&p)).unwrap();
    for f in &l.findings {
        println!(
            "{:?} {}:{} {:?} {} | {}",
            f.severity, f.position.line, f.position.column, f.id, f.message, f.help
        );
    }
}
